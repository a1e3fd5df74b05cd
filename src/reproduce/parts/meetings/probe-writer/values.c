#include "../../common/probe-values.c"
