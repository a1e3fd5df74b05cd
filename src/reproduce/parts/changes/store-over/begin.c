#include "../../common/store-begin.c"
