			/* Both are let go together; one of them spins first. */
#include "../../common/stagger-draw.c"
#include "../../common/stagger-load.c"
