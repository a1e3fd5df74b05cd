#define load(byte) (*(const volatile unsigned char *)(byte))
