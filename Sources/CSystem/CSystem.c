#define _GNU_SOURCE
#include "CSystem.h"

#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

int csystem_accept4(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int csystem_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epfd, int operation, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    return epoll_ctl(epfd, operation, fd, &event);
}

int csystem_epoll_add(int epfd, int fd, uint32_t events) { return control(epfd, EPOLL_CTL_ADD, fd, events); }

int csystem_epoll_modify(int epfd, int fd, uint32_t events) { return control(epfd, EPOLL_CTL_MOD, fd, events); }

int csystem_epoll_remove(int epfd, int fd) { return control(epfd, EPOLL_CTL_DEL, fd, 0); }

int csystem_epoll_wait(int epfd, struct epoll_event *events, int max, int timeoutMs) {
    return epoll_wait(epfd, events, max, timeoutMs);
}

int csystem_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int csystem_eventfd_signal(int fd) { return eventfd_write(fd, 1); }

int csystem_eventfd_clear(int fd) {
    eventfd_t counter;
    return eventfd_read(fd, &counter);
}

int csystem_timer(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC); }

static struct timespec timespec_of(int64_t nanoseconds) {
    return (struct timespec){.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
}

int csystem_timer_start(int fd, int64_t at, int64_t interval) {
    struct itimerspec times = {.it_value = timespec_of(at), .it_interval = timespec_of(interval)};
    return timerfd_settime(fd, TFD_TIMER_ABSTIME, &times, NULL);
}

int csystem_timer_clear(int fd) {
    uint64_t expirations;
    return read(fd, &expirations, sizeof expirations) == sizeof expirations ? 0 : -1;
}

ptrdiff_t csystem_find(const void *bytes, size_t count, const void *part, size_t partCount) {
    const char *found = memmem(bytes, count, part, partCount);
    return found ? found - (const char *)bytes : -1;
}

int csystem_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
