// A direct write leaves clean page-cache pages in place.
//
// Undoes 55635ba76ef9 ("fs: fix data invalidation in the cleancache during direct IO")
