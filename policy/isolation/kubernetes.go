package isolation

import "strings"

// kubernetesMakers are the API groups whose objects make networks on AWS through a controller: the whole group, or, with a
// dot in front, every group that ends so.
var kubernetesMakers = []string{
	".services.k8s.aws",                     // AWS Controllers for Kubernetes
	".aws.upbound.io", ".aws.crossplane.io", // Crossplane
	"apiextensions.crossplane.io", "pkg.crossplane.io",
	"cluster.x-k8s.io", ".cluster.x-k8s.io", // Cluster API
	"application-networking.k8s.aws", "gateway.networking.k8s.io", // VPC Lattice and load balancers through the Gateway API
	"helm.sh",    // a release, whose manifests the plan does not show
	"pulumi.com", // the Pulumi operator, which runs programs
}

// kubernetesExposures are the fields of objects that a controller opens a way for, by the API group and the kind.
var kubernetesExposures = map[string]struct {
	path   string
	open   condition
	reason string
}{
	"karpenter.k8s.aws:EC2NodeClass": {"spec.associatePublicIPAddress", isTrue, "the nodes get public addresses"},
	"eks.amazonaws.com:NodeClass":    {"spec.advancedNetworking.associatePublicIPAddress", isTrue, "the nodes get public addresses"},
	"elbv2.k8s.aws:IngressClassParams": {"spec.scheme", isNot(Isolated, "internal"),
		"a controller makes load balancers of the class that are not internal"},
	"eks.amazonaws.com:IngressClassParams": {"spec.scheme", isNot(Isolated, "internal"),
		"a controller makes load balancers of the class that are not internal"},
}

// The annotations that decide about the scheme of a load balancer, with the value that makes it internal.
var (
	serviceAnnotations = map[string]string{
		"service.beta.kubernetes.io/aws-load-balancer-internal": "true",
		"service.beta.kubernetes.io/aws-load-balancer-scheme":   "internal",
	}
	ingressAnnotations = map[string]string{"alb.ingress.kubernetes.io/scheme": "internal"}
)

// kubernetesWays refuses what a controller in the cluster would make a way for: an object that stands for resources of AWS,
// nodes with public addresses, and a Service or an Ingress whose load balancer is not internal.
func (g *graph) kubernetesWays(r *Resource) []Way {
	group, kind, ok := kubernetesKind(r.Type)
	if !ok {
		return nil
	}
	if makesNetworks(group) {
		w := newWay(r, Opaque, Both, "", "a controller makes networks for it that the plan does not show")
		w.Verdict, w.Missing = CannotTell, []string{"what the controller makes"}
		return []Way{w}
	}
	if e, ok := kubernetesExposures[group+":"+kind]; ok {
		w, open := exposure{path: e.path, open: e.open, kind: Opaque, direction: Both, reason: e.reason}.judge(g, r)
		return waysIf(open, w)
	}
	switch {
	case group == "core" && kind == "Service":
		return balancerWays(r, serviceAnnotations, r.at("spec.type"))
	case (group == "networking.k8s.io" || group == "extensions") && kind == "Ingress":
		return balancerWays(r, ingressAnnotations, Value{state: Unknown})
	case strings.HasSuffix(kind, "ServiceList"), strings.HasSuffix(kind, "IngressList"):
		w := newWay(r, Opaque, Ingress, "items", "a list may hold a load balancer that is not internal")
		w.Verdict, w.Missing = CannotTell, []string{"items"}
		return []Way{w}
	}
	return nil
}

// kubernetesKind splits a type of the Kubernetes provider, such as "kubernetes:networking.k8s.io/v1:Ingress". A patch counts
// as the object that it changes.
func kubernetesKind(token string) (group, kind string, ok bool) {
	parts := strings.Split(token, ":")
	if len(parts) != 3 || parts[0] != "kubernetes" {
		return "", "", false
	}
	group, _, _ = strings.Cut(parts[1], "/")
	return group, strings.TrimSuffix(parts[2], "Patch"), true
}

func makesNetworks(group string) bool {
	for _, maker := range kubernetesMakers {
		if group == maker || strings.HasPrefix(maker, ".") && strings.HasSuffix(group, maker) {
			return true
		}
	}
	return false
}

// balancerWays refuses an object whose load balancer is not internal: every annotation that decides must say so, because
// only one of them counts, and which one depends on the controller.
func balancerWays(r *Resource, deciding map[string]string, serviceType Value) []Way {
	if kind, state := serviceType.Text(); state != Unknown && kind != "LoadBalancer" {
		return nil
	}
	annotations := r.at("metadata.annotations")
	internal := false
	for _, key := range annotations.Keys() {
		want, decides := deciding[key]
		if !decides {
			continue
		}
		text, _ := annotations.Field(key).Text()
		if internal = strings.EqualFold(text, want); !internal {
			break
		}
	}
	w := newWay(r, Opaque, Ingress, "metadata.annotations", "a controller makes a load balancer for it that is not internal")
	w.Missing = []string{"an annotation that makes the load balancer internal"}
	return waysIf(!internal, w)
}
