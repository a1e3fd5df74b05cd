#include "../../common/wait-yield.c"
