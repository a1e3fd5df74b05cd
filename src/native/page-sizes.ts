/** The sizes of pages that are raced: those of x86-64. */

export const PAGE_BYTES = 4096;
export const HUGE_PAGE_BYTES = 2 * 1024 * 1024;
