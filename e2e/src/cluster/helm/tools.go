//go:build tools

// Package tools names the program that the end-to-end tests install the chart with.
package tools

import _ "helm.sh/helm/v3/cmd/helm"
