#include "../../common/sigbus-count.c"
