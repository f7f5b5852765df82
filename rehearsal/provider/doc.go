// Package provider lets the Pulumi engine work on a simulated cloud: a gRPC resource provider that runs in this process and to
// which the engine is attached instead of starting a plugin. One implementation serves every package; what a package can
// simulate is in its cloud.Package.
package provider
