// A disk that writes down what is done to it: loaded before the C library, it logs what the process does to run files.
//
// SANDGLASS_DISK_LOG = FILE: gets a record for each write, cut and sync of a file whose name has ".sandglass" in it, each sync of a
// folder, each link and removal of such a file, and each acknowledgement (a write to a file called ".acknowledged"), in their order.
// A record is a head (struct head), the file's name (of a link both, with a zero between), and what was written.
// The index of a write-ahead log (-shm) is left out: it is memory that happens to have a name.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

struct head {
  char kind;  // W write, T cut, S sync, D sync of a folder, L link, U removal, A acknowledgement
  char rest[3];
  uint32_t name_size;
  uint64_t inode, offset, size;  // of a cut, size is the new one; of all others, the bytes that follow the name
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -1;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("SANDGLASS_DISK_LOG");
  if (path) log_file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

static void put(const void *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    long count = syscall(SYS_write, log_file, (const char *)bytes + done, size - done);
    if (count <= 0) abort();
    done += (size_t)count;
  }
}

static void note(char kind, const char *name, size_t name_size, uint64_t inode, uint64_t offset, uint64_t size, const void *bytes) {
  struct head head = {kind, {0}, (uint32_t)name_size, inode, offset, size};
  put(&head, sizeof head);
  put(name, name_size);
  if (bytes) put(bytes, size);
}

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static int is_run_file(const char *name) { return strstr(name, ".sandglass") && !strstr(name, "-shm"); }

// What a descriptor is of: 0 something else, 1 a run file or its log, 2 acknowledgements, 3 a folder.
static int kind_of(int descriptor, char name[4096], struct stat *status) {
  char link[64];
  if (log_file < 0 || descriptor == log_file || fstat(descriptor, status) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, name, 4095);
  if (length < 0) return 0;
  name[length] = 0;
  if (S_ISDIR(status->st_mode)) return 3;
  memmove(name, last_part(name), strlen(last_part(name)) + 1);
  if (strstr(name, ".acknowledged")) return 2;
  return is_run_file(name) ? 1 : 0;
}

static ssize_t written(int descriptor, const void *bytes, size_t size, off64_t offset, int has_offset) {
  char name[4096];
  struct stat status;
  int kind = kind_of(descriptor, name, &status);
  if (!kind) return has_offset ? REAL(pwrite64)(descriptor, bytes, size, offset) : REAL(write)(descriptor, bytes, size);
  pthread_mutex_lock(&lock);
  off64_t place = has_offset ? offset : kind == 1 ? lseek64(descriptor, 0, SEEK_CUR) : 0;
  ssize_t count = has_offset ? REAL(pwrite64)(descriptor, bytes, size, offset) : REAL(write)(descriptor, bytes, size);
  if (count > 0) note(kind == 2 ? 'A' : 'W', name, strlen(name), status.st_ino, (uint64_t)place, (uint64_t)count, bytes);
  pthread_mutex_unlock(&lock);
  return count;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) { return written(descriptor, bytes, size, offset, 1); }
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) { return written(descriptor, bytes, size, offset, 1); }
ssize_t write(int descriptor, const void *bytes, size_t size) { return written(descriptor, bytes, size, 0, 0); }

// A sync promises what was written before it began: that is noted behind it.
static int synced(int descriptor, int (*real)(int)) {
  char name[4096];
  struct stat status;
  int kind = kind_of(descriptor, name, &status);
  if (kind != 1 && kind != 3) return real(descriptor);
  pthread_mutex_lock(&lock);
  int result = real(descriptor);
  if (result == 0) note(kind == 3 ? 'D' : 'S', name, strlen(name), status.st_ino, 0, 0, NULL);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int descriptor) { return synced(descriptor, REAL(fsync)); }
int fdatasync(int descriptor) { return synced(descriptor, REAL(fdatasync)); }

int ftruncate64(int descriptor, off64_t size) {
  char name[4096];
  struct stat status;
  if (kind_of(descriptor, name, &status) != 1) return REAL(ftruncate64)(descriptor, size);
  pthread_mutex_lock(&lock);
  int result = REAL(ftruncate64)(descriptor, size);
  if (result == 0) note('T', name, strlen(name), status.st_ino, 0, (uint64_t)size, NULL);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int unlink(const char *path) {
  const char *name = last_part(path);
  if (log_file < 0 || !is_run_file(name)) return REAL(unlink)(path);
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  if (result == 0) note('U', name, strlen(name), 0, 0, 0, NULL);
  pthread_mutex_unlock(&lock);
  return result;
}

int link(const char *path, const char *target) {
  const char *name = last_part(path), *other = last_part(target);
  if (log_file < 0 || !is_run_file(name)) return REAL(link)(path, target);
  pthread_mutex_lock(&lock);
  int result = REAL(link)(path, target);
  if (result == 0) {
    char both[8192];
    size_t size = strlen(name) + 1 + strlen(other);
    snprintf(both, sizeof both, "%s", name);
    memcpy(both + strlen(name) + 1, other, strlen(other));
    note('L', both, size, 0, 0, 0, NULL);
  }
  pthread_mutex_unlock(&lock);
  return result;
}
