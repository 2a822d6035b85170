/* SPDX-License-Identifier: ISC */
#ifndef CSV_REPLACE_H
#define CSV_REPLACE_H

/*
 * A file that is replaced whole: it is written beside the target under a
 * temporary name, synced and renamed, so that a reader sees the old file
 * or all of the new one.  A symbolic link stays, and what it points to is
 * replaced.
 */
struct replace;

/*
 * Make the temporary file for `path`.  It gets the mode, and as far as
 * allowed the owner, of the file it will replace, else what the umask
 * leaves of 0666.  Returns NULL when it cannot be made or the target may
 * not be written (STATUS_SYSTEM, diag_text()).
 */
struct replace *replace_open(const char *path);

/* The descriptor to write to; it is closed by the two functions below. */
int replace_fd(const struct replace *);

/*
 * Sync, close and rename into place, sync the folder.  Frees.  Returns 0,
 * or -1 when one of these failed (STATUS_SYSTEM, diag_text()); the
 * temporary file is gone then.
 */
int replace_commit(struct replace *);

/* Remove the temporary file and leave the target alone.  Frees; takes NULL. */
void replace_drop(struct replace *);

/*
 * From now on, call `first` (which may use only what is safe in a signal's
 * handler; NULL: nothing) and remove the temporary files when a signal ends
 * the process, which then ends by that signal all the same; ignored ones
 * stay ignored.  To be called once, before any other thread runs.
 */
void replace_guard_signals(void (*first)(int signal));

#endif
