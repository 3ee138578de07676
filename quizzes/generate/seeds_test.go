//go:build !race

package generate_test

// seeds is how many questions of each family are made.
const seeds = 10_000
