package eks

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// kubeconfig is what the real component writes for its Kubernetes provider where no credentials are asked for.
func kubeconfig(made *eks.Cluster) pulumi.StringOutput {
	region := made.Arn.ApplyT(func(arn string) string { return strings.Split(arn, ":")[3] })
	authority := made.CertificateAuthority.ApplyT(func(a eks.ClusterCertificateAuthority) *string { return a.Data })
	text := func(words ...string) pulumi.Array {
		var list pulumi.Array
		for _, word := range words {
			list = append(list, pulumi.String(word))
		}
		return list
	}
	token := append(text("--region"), region)
	token = append(append(token, text("eks", "get-token", "--cluster-name")...), made.Name)
	return pulumi.JSONMarshal(pulumi.Map{
		"apiVersion": pulumi.String("v1"), "kind": pulumi.String("Config"), "current-context": pulumi.String("aws"),
		"clusters": pulumi.Array{pulumi.Map{"name": pulumi.String("kubernetes"), "cluster": pulumi.Map{
			"server": made.Endpoint, "certificate-authority-data": authority,
		}}},
		"contexts": pulumi.Array{pulumi.Map{"name": pulumi.String("aws"), "context": pulumi.Map{
			"cluster": pulumi.String("kubernetes"), "user": pulumi.String("aws"),
		}}},
		"users": pulumi.Array{pulumi.Map{"name": pulumi.String("aws"), "user": pulumi.Map{"exec": pulumi.Map{
			"apiVersion": pulumi.String("client.authentication.k8s.io/v1beta1"), "command": pulumi.String("aws"),
			"args": append(token, text("--output", "json")...),
			"env": pulumi.Array{pulumi.Map{
				"name": pulumi.String("KUBERNETES_EXEC_INFO"), "value": pulumi.String(`{"apiVersion": "client.authentication.k8s.io/v1beta1"}`),
			}},
		}}}},
	})
}
