"""What is true over worlds: settings of uncertain numbers, each with a few noisy runs.

A world gives every uncertain number a value and is run a few times, in each arm on the same random
numbers. Here the noise of the few runs is taken out, and questions are answered about the true
differences: how likely an arm is better, how far the differences reach, what a choice may cost,
which numbers matter. The order is: `inputs` and `runs`, `smoothing`, `truths`, then the answers.
All functions take arrays and return values; seeds are constants, so that equal data gives equal
answers. Coverage on functions with known answers is on the page on validation.
"""
