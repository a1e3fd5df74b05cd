#include "../../common/wait-spin.c"
