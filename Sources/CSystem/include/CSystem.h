#ifndef CSYSTEM_H
#define CSYSTEM_H

// What Glibc's module map hides from Swift (accept4) or imports with awkward types (epoll, eventfd, MSG_NOSIGNAL).
// Every function returns what the system call returns: -1 and errno on failure.

#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const uint32_t CSYSTEM_EPOLLIN = EPOLLIN;
static const uint32_t CSYSTEM_EPOLLOUT = EPOLLOUT;
static const uint32_t CSYSTEM_EPOLLRDHUP = EPOLLRDHUP;
static const uint32_t CSYSTEM_EPOLLHUP = EPOLLHUP;
static const uint32_t CSYSTEM_EPOLLERR = EPOLLERR;
static const uint32_t CSYSTEM_EPOLLET = EPOLLET;
static const int32_t CSYSTEM_MSG_NOSIGNAL = MSG_NOSIGNAL;

/// Accepts a connection; the new descriptor is non-blocking and closed on exec. The address may be NULL.
int csystem_accept4(int listener, struct sockaddr *address, socklen_t *length);

/// A new epoll instance, closed on exec.
int csystem_epoll_create(void);
/// The event's `data.fd` is `fd`.
int csystem_epoll_add(int epfd, int fd, uint32_t events);
int csystem_epoll_modify(int epfd, int fd, uint32_t events);
int csystem_epoll_remove(int epfd, int fd);
/// Waits up to `timeoutMs` milliseconds (-1: for ever) and returns the number of events written.
int csystem_epoll_wait(int epfd, struct epoll_event *events, int max, int timeoutMs);

/// A new eventfd with counter 0, non-blocking and closed on exec.
int csystem_eventfd(void);
/// Adds 1 to the counter, so that whoever polls the eventfd wakes.
int csystem_eventfd_signal(int fd);
/// Takes the counter back to 0; -1 with EAGAIN when it already was.
int csystem_eventfd_clear(int fd);

/// Names the calling thread; the system keeps 15 bytes and refuses more.
int csystem_name_thread(const char *name);

#endif
