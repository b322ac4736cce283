#pragma once

/* Ties this process, and the threads it makes from now on, to one processor; nothing where it is not there. */
void modbus_peer_pin(int processor);

/* Serves 256 holding registers, the n-th holding 1000 + n, to whoever connects to a listening socket, with libmodbus alone. Never returns. */
void modbus_peer_serve_tcp(int listening);

/* The same to one client, as unit 1, on an open descriptor that carries RTU frames. Never returns. */
void modbus_peer_serve_rtu(int descriptor);

/* Reads 10 registers count times with libmodbus alone, and notes how long each took in microseconds; 0, or -1 where one failed. */
int modbus_peer_measure_tcp(const char *host, int port, int count, double *micros);
int modbus_peer_measure_rtu(const char *path, int count, double *micros);
