#include "../../common/await-spin.c"
