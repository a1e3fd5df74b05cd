/* Both are let go together; one of them spins first. */
#define seat(is_writer) 1
#define relax() ((void)0)
#include "../common/wait.c"
#include "../common/stagger.c"
#include "../common/spin.c"

static int meet(const unsigned char *byte)
{
	int spins = draw_stagger();

	go = attempts;
	spin(spins);
	return load(byte);
}
