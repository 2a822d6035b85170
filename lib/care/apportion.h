/* SPDX-License-Identifier: ISC */
#ifndef CARE_APPORTION_H
#define CARE_APPORTION_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sharing a whole number out in whole parts, by weights, in exact integer
 * arithmetic: the parts always add up to the number.
 */

enum apportion_rounding {
	/*
	 * Part i = R(T C_i / W) - R(T C_(i-1) / W), where C_i is the sum
	 * of the first i weights, W of all, T the number and R rounds half
	 * up.  No running sum is more than one half off its line.
	 */
	APPORTION_CUMULATIVE,
	/*
	 * The quotas T w_i / W rounded down; what is left goes one by one
	 * to the largest remainders, of equal ones to the earlier (Hare's
	 * and Niemeyer's method).  No part is a whole one off its quota.
	 */
	APPORTION_LARGEST
};

/*
 * Share `total` (0 or more) out over `count` weights (0 or more, in any
 * unit) into `parts`.  A weight of 0 gets nothing.  Returns 0, or -1 when
 * all weights are 0, or there is none, or their sum does not fit 63 bits;
 * then `parts` is left alone and the caller knows what to call it.
 */
int apportion(enum apportion_rounding, int64_t total, const int64_t *weights,
    size_t count, int64_t *parts);

#endif
