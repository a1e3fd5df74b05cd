#include "../../common/one-cpu.c"
