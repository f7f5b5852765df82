// Package borders holds no code: its test keeps the borders between the packages of the design, so that an importer pays
// only for what it uses and the policy pack stays small.
package borders
