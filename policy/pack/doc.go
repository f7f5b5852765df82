// Package pack is the CrossGuard policy pack of cloudgap: it puts the rules of policy/rules before the Pulumi engine.
//
// The engine calls a pack twice. For each resource it asks before the resource is created, and the pack answers with what
// the resource proves by itself; it keeps the inputs. At the end the engine shows the whole stack with its dependencies,
// and the pack joins both into the network model and judges the paths. Every violation is mandatory, and none is reported
// twice.
package pack
