// A disk that fails at a chosen write: loaded before the C library, it counts what the process writes to run files.
//
// SANDGLASS_FAULT = "KIND COUNT": at the COUNT-th write, sync or cut of a file whose name has ".sandglass" in it
//   kill    the process ends, and nothing of that write is there
//   torn    the process ends, and the first half of that write is there
//   after   the process ends, and that write is there
//   full    that write and all that follow fail with ENOSPC
//   broken  that write and all that follow fail with EIO
// SANDGLASS_FAULT_COUNT = FILE: how many there were is written there when the process ends by itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long count;
static long wanted = -1;
static char kind[16];

__attribute__((constructor)) static void begin(void) {
  const char *fault = getenv("SANDGLASS_FAULT");
  if (!fault || sscanf(fault, "%15s %ld", kind, &wanted) != 2) wanted = -1;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("SANDGLASS_FAULT_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&count));
  fclose(file);
}

static int is_run_file(int descriptor) {
  char link[64], target[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, target, sizeof target - 1);
  if (length < 0) return 0;
  target[length] = 0;
  return strstr(target, ".sandglass") != NULL;
}

static int is(const char *name) { return strcmp(kind, name) == 0; }

// What happens at this operation: 0 it goes on, 1 it fails (errno is set), 2 half of it is done and the process ends,
// 3 it is done and the process ends.
static int fate(int descriptor) {
  if (!is_run_file(descriptor)) return 0;
  long number = atomic_fetch_add(&count, 1) + 1;
  if (wanted < 0 || number < wanted) return 0;
  if (is("full") || is("broken")) {
    errno = is("full") ? ENOSPC : EIO;
    return 1;
  }
  if (number > wanted) return 0;
  if (is("torn")) return 2;
  if (is("after")) return 3;
  kill(getpid(), SIGKILL);
  return 0;
}

static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
  switch (fate(descriptor)) {
    case 1: return -1;
    case 2: REAL(pwrite64)(descriptor, bytes, size / 2, offset); die();
    case 3: REAL(pwrite64)(descriptor, bytes, size, offset); die();
  }
  return REAL(pwrite64)(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
  return pwrite64(descriptor, bytes, size, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  switch (fate(descriptor)) {
    case 1: return -1;
    case 2: REAL(write)(descriptor, bytes, size / 2); die();
    case 3: REAL(write)(descriptor, bytes, size); die();
  }
  return REAL(write)(descriptor, bytes, size);
}

int fdatasync(int descriptor) {
  switch (fate(descriptor)) {
    case 1: return -1;
    case 2: die();
    case 3: REAL(fdatasync)(descriptor); die();
  }
  return REAL(fdatasync)(descriptor);
}

int fsync(int descriptor) {
  switch (fate(descriptor)) {
    case 1: return -1;
    case 2: die();
    case 3: REAL(fsync)(descriptor); die();
  }
  return REAL(fsync)(descriptor);
}

int ftruncate64(int descriptor, off64_t size) {
  switch (fate(descriptor)) {
    case 1: return -1;
    case 2: die();
    case 3: REAL(ftruncate64)(descriptor, size); die();
  }
  return REAL(ftruncate64)(descriptor, size);
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }
