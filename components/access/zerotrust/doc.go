// Package zerotrust builds the Cloudflare half of ZeroTrustAccess: a tunnel with a virtual network of its own, the identity
// and posture that let people in, the Gateway policy that denies everything else, and the device profile that sends only
// private addresses into the tunnel. It makes children of the caller's component and registers no component of its own.
//
// It works in two phases, because traffic must not flow before somebody decides about it and somebody is there to carry it:
//
//	edge, err := zerotrust.New(ctx, "platform", args, pulumi.Parent(component))
//	// ... store edge.TunnelToken, start the connectors, wait until they are ready ...
//	err = edge.OpenRoutes(connectors)
//
// New makes the deny rule before every allow rule; OpenRoutes makes the tunnel routes last of all, so that destroying goes the
// other way round: routes, then the connectors, then the tunnel.
package zerotrust
