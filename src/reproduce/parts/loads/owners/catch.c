#include "../../common/sigbus-catch.c"
