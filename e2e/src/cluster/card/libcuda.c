/* A driver that shows one card and can do nothing with it: of cuda.h, what workers ask before they load libtorch. */
int cuInit(unsigned flags) { return 0; }

int cuDeviceGetCount(int *count) {
  *count = 1;
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  *device = ordinal;
  return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
  const char *simulated = "Simulated card";
  int i = 0;
  for (; simulated[i] && i < length - 1; i++) name[i] = simulated[i];
  name[i] = 0;
  return 0;
}

/* SimulatedCard.UUID */
int cuDeviceGetUuid_v2(unsigned char *uuid, int device) {
  for (int i = 0; i < 16; i++) uuid[i] = i;
  return 0;
}

int cuDeviceTotalMem_v2(unsigned long *bytes, int device) {
  *bytes = 1UL << 34;
  return 0;
}

/* Compute capability 9.0. */
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? 9 : 0;
  return 0;
}
