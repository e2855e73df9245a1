#pragma once
typedef long time_t;
struct timespec {
    time_t tv_sec;
    long tv_nsec;
};
typedef unsigned int clockid_t;
static const clockid_t CLOCK_MONOTONIC = 6;

// Named by Capacitor alone.
void *malloc(unsigned long size);
