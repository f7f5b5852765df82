// Package rehearsal runs a Pulumi stack through the real engine against simulated clouds: no account, no credentials, no plugin
// download. It drives the engine with the Automation API on a file backend in a directory of its own, and attaches the simulated
// providers of package provider, which keep their objects in a cloud.Cloud beside that backend.
//
// Run does the whole main job: preview with the policy packs, up, a second up that must change nothing, refresh that must find no
// drift, and destroy on request. Open gives the single steps.
//
//	report, err := rehearsal.Run(ctx, clouds.Attach(rehearsal.Options{ProjectDir: ".", Stack: "dev", Program: stacks.Deploy}))
//
// A rehearsal never claims that a real cloud accepts anything: it finds what the engine, the program, the policies and the
// simulated rules find.
package rehearsal
