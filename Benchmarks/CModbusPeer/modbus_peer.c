/* A peer for the drivers' benchmark: libmodbus from C, with nothing around it. */
#define _GNU_SOURCE
#include "modbus_peer.h"

#include <errno.h>
#include <modbus.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { registers = 256, clients = 64, asked = 10 };

void modbus_peer_pin(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  sched_setaffinity(0, sizeof set, &set);
}

static modbus_mapping_t *mapping(void) {
  modbus_mapping_t *map = modbus_mapping_new(0, 0, registers, 0);
  if (!map) exit(1);
  for (int n = 0; n < registers; n++) map->tab_registers[n] = (uint16_t)(1000 + n);
  return map;
}

void modbus_peer_serve_tcp(int listening) {
  modbus_mapping_t *map = mapping();
  modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
  if (!context) exit(1);
  struct pollfd open[1 + clients];
  int count = 1;
  open[0] = (struct pollfd){.fd = listening, .events = POLLIN};
  for (;;) {
    if (poll(open, (nfds_t)count, -1) < 0 && errno != EINTR) exit(1);
    for (int n = count - 1; n > 0; n--) {
      if (!open[n].revents) continue;
      uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
      modbus_set_socket(context, open[n].fd);
      int length = modbus_receive(context, query);
      if (length > 0) {
        modbus_reply(context, query, length, map);
      } else if (length < 0) {
        close(open[n].fd);
        open[n] = open[--count];
      }
    }
    if (open[0].revents && count <= clients) {
      int client = accept(listening, NULL, NULL);
      if (client >= 0) open[count++] = (struct pollfd){.fd = client, .events = POLLIN};
    }
  }
}

void modbus_peer_serve_rtu(int descriptor) {
  modbus_mapping_t *map = mapping();
  modbus_t *context = modbus_new_rtu("/dev/null", 115200, 'N', 8, 1);
  if (!context) exit(1);
  modbus_set_slave(context, 1);
  modbus_set_socket(context, descriptor);
  for (;;) {
    uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
    int length = modbus_receive(context, query);
    if (length > 0) modbus_reply(context, query, length, map);
    if (length < 0 && errno != ETIMEDOUT && errno < 112345678) exit(0);
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e6 * (double)time.tv_sec + 1e-3 * (double)time.tv_nsec;
}

static int measure(modbus_t *context, int count, double *micros) {
  if (!context || modbus_set_slave(context, 1) || modbus_connect(context)) return -1;
  uint16_t words[asked];
  int failed = 0;
  for (int n = 0; n < count && !failed; n++) {
    double start = now();
    failed = modbus_read_registers(context, 0, asked, words) != asked || words[asked - 1] != 1000 + asked - 1;
    micros[n] = now() - start;
  }
  modbus_close(context);
  modbus_free(context);
  return failed ? -1 : 0;
}

int modbus_peer_measure_tcp(const char *host, int port, int count, double *micros) {
  return measure(modbus_new_tcp(host, port), count, micros);
}

int modbus_peer_measure_rtu(const char *path, int count, double *micros) {
  return measure(modbus_new_rtu(path, 115200, 'N', 8, 1), count, micros);
}
