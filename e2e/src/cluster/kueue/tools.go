//go:build tools

// Package tools names the program that admits Jobs in the end-to-end tests.
package tools

import _ "sigs.k8s.io/kueue/cmd/kueue"
