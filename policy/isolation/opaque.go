package isolation

import (
	"slices"
	"strings"
)

// opaqueTypes are resources of AWS that can create networks which the plan does not show. An entry that ends in "*" stands
// for every type with that beginning.
var opaqueTypes = []string{
	"cloudformation/stack", "cloudformation/stackSet", "cloudformation/stackSetInstance", "cloudformation/stackInstances",
	"cloudcontrol/resource", "lambda/invocation", "elasticbeanstalk/environment", "opsworks/*", "servicecatalog/provisionedProduct",
	"serverlessrepository/*",
}

// judgedPackages are the packages whose resources are judged, or cannot make a network on AWS. A resource of any other
// package is opaque: a command, a dynamic provider, AWS Native, or a provider that nobody has looked at.
var judgedPackages = []string{
	"aws", "awsx", "eks", "kubernetes", "cloudflare", "pulumi", "random", "tls", "time", "archive", "cloudinit", "std", "null",
}

// unjudgeable refuses what the model cannot see into: resources that make others, and network types that it does not know.
func (g *graph) unjudgeable(r *Resource) []Way {
	if matches(g.cfg.OpaqueTypes, r.Type) || matches(g.cfg.OpaqueTypes, r.Token()) {
		return nil
	}
	pkg, _, _ := strings.Cut(r.Type, ":")
	if matches(opaqueTypes, r.kind) || r.Custom && !slices.Contains(judgedPackages, pkg) {
		w := newWay(r, Opaque, Both, "", "it can create networks that the plan does not show")
		w.Verdict, w.Missing = CannotTell, []string{"what it creates"}
		return []Way{w}
	}
	module, _, ok := strings.Cut(r.kind, "/")
	if _, network := networkTypes[module]; ok && network && pkg == "aws" && !knownTypes[r.kind] {
		w := newWay(r, TypeUnknown, Both, "", "the model does not know the network type "+r.Type)
		w.Verdict, w.Missing = CannotTell, []string{"a judgement on " + r.Type}
		return []Way{w}
	}
	return g.kubernetesWays(r)
}

// matches tells whether a list has an entry for a type: the type itself, or a beginning followed by "*".
func matches(list []string, typ string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		prefix, wild := strings.CutSuffix(entry, "*")
		return entry == typ || wild && strings.HasPrefix(typ, prefix)
	})
}
