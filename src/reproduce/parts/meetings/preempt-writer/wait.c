#include "../../common/wait-sleep.c"
