#ifndef CSYSTEM_H
#define CSYSTEM_H

// What Glibc's module map hides from Swift (accept4) or imports with awkward types (epoll, eventfd, MSG_NOSIGNAL).
// Every function returns what the system call returns: -1 and errno on failure.

#include <stddef.h>
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

/// A new timerfd on CLOCK_MONOTONIC, non-blocking and closed on exec.
int csystem_timer(void);
/// Lets the timer expire at a moment of CLOCK_MONOTONIC in nanoseconds (0: never), then at every interval.
int csystem_timer_start(int fd, int64_t at, int64_t interval);
/// Takes note of the timer's expirations; -1 with EAGAIN when there were none.
int csystem_timer_clear(int fd);

/// Where `part` begins in `bytes`, or -1.
ptrdiff_t csystem_find(const void *bytes, size_t count, const void *part, size_t partCount);

/// Names the calling thread; the system keeps 15 bytes and refuses more.
int csystem_name_thread(const char *name);

#endif
