#include "../../common/await-wake.c"
