package site

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// negotiate picks the encoding that the header weighs highest, and among equals the smallest result: br, zstd, gzip.
// "" means the plain bytes, which every client takes.
func negotiate(headers []string) string {
	best, bestQ := "", 0.0
	weights := weigh(headers)
	for _, encoding := range []string{"br", "zstd", "gzip"} {
		q, named := weights[encoding]
		if !named {
			q = weights["*"]
		}
		if q > bestQ {
			best, bestQ = encoding, q
		}
	}
	if q, named := weights["identity"]; named && q > bestQ {
		return ""
	}
	return best
}

// weigh reads an Accept-Encoding header into weights; what cannot be read counts as refused.
func weigh(headers []string) map[string]float64 {
	weights := map[string]float64{}
	for _, header := range headers {
		for part := range strings.SplitSeq(header, ",") {
			coding, params, _ := strings.Cut(part, ";")
			coding = strings.ToLower(strings.TrimSpace(coding))
			if coding == "" {
				continue
			}
			q := 1.0
			if value, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(params)), "q="); ok {
				q, _ = strconv.ParseFloat(strings.TrimSpace(value), 64)
			}
			weights[coding] = q
		}
	}
	return weights
}

// matches reports whether the If-None-Match headers name the tag; a weak tag is as good here.
func matches(headers []string, etag string) bool {
	for _, header := range headers {
		for part := range strings.SplitSeq(header, ",") {
			part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
			if part == etag || part == "*" {
				return true
			}
		}
	}
	return false
}
