#include "../../common/stagger-values.c"
