/* A bidirectional supply by EA's register list (PSB 10060-60, full Modbus compliance, unit 1), served with libmodbus alone: a foreign peer for our
 * drivers. Prints its TCP port or its pseudo-terminal. Usage: supply_libmodbus tcp|rtu */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static modbus_mapping_t *map;

/* What the instrument measures and says, from what it was told. */
static void measure(void) {
  uint16_t *r = map->tab_registers;
  int on = map->tab_bits[405], remote = map->tab_bits[402], sink = r[499] > r[501];
  r[505] = 0;
  r[506] = (uint16_t)((remote ? 0x06 | 1 << 11 : 0) | (on ? 1 << 7 | 2 << 9 : 0) | (on && sink ? 1 << 12 : 0));
  r[507] = 3233; /* 3.7 V of 60 V */
  r[508] = on ? (sink ? r[499] : r[501]) : 0;
}

static void serve(modbus_t *context) {
  for (;;) {
    uint8_t query[MODBUS_MAX_ADU_LENGTH];
    int length = modbus_receive(context, query);
    if (length < 0 && errno != ETIMEDOUT && errno < 112345678) return;
    if (length <= 0) continue;
    measure();
    modbus_reply(context, query, length, map);
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  map = modbus_mapping_new(1024, 0, 1024, 0);
  if (!map) return 1;
  map->tab_registers[121] = 0x4270; /* 60 V */
  map->tab_registers[123] = 0x4270; /* 60 A */
  memcpy(&map->tab_registers[151], "0123456789", 10);
  if (!strcmp(arguments[1], "tcp")) {
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listening, (void *)&address, size) || listen(listening, 4) || getsockname(listening, (void *)&address, &size)) return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    for (;;) {
      int client = accept(listening, NULL, NULL);
      if (client < 0) return 1;
      modbus_set_socket(context, client);
      serve(context);
      close(client);
    }
  }
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master)) return 1;
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  struct termios settings;
  tcgetattr(slave, &settings);
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  printf("%s\n", ptsname(master));
  fflush(stdout);
  modbus_t *context = modbus_new_rtu("/dev/null", 115200, 'N', 8, 1);
  modbus_set_slave(context, 1);
  modbus_set_socket(context, master);
  serve(context);
  return 0;
}
