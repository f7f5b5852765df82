// Package rke2 makes RKE2 clusters that boot, heal, upgrade and restore in a VPC with endpoints only: three servers, one
// single-instance Auto Scaling group in each availability zone, behind an internal load balancer with a private name, and
// pools of agents.
//
// Everything secret of a cluster is derived from one seed at deployment (package credentials), so the kubeconfig is known
// before the first server boots and outlives every one of them. The nodes run rke2-bootstrap (cmd/rke2-bootstrap), which takes
// RKE2 from a bucket by hash; this package gives it its settings, its rights and its tags.
package rke2
