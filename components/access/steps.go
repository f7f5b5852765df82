package access

import (
	"cmp"
	"fmt"
	"strings"
)

// detour is how a cluster is reached where its own addresses are not: by an endpoint of VPC Lattice, which answers with the
// certificate of the host behind it.
type detour struct{ endpoint, host string }

// clusterSteps are what a user does, in this order, to reach a Kubernetes API. team is the Zero Trust organisation; name is
// the EKS cluster's name, empty for another cluster, whose endpoint is given then.
func clusterSteps(team, region, name, endpoint string, by detour) []string {
	steps := []string{
		"Install the Cloudflare One client (WARP) on a managed device and enrol it: warp-cli registration new " + team,
		"Connect: warp-cli connect; sign in with the browser when asked, and again when the session has ended",
	}
	if name != "" {
		// The private endpoint of EKS has a public name that resolves to private addresses, so there is nothing to set up for DNS.
		steps = append(steps, fmt.Sprintf("Write a kubeconfig with your own AWS credentials: aws eks update-kubeconfig --region %s --name %s --alias %s", region, name, name))
		if by.endpoint != "" {
			steps = append(steps, fmt.Sprintf("Point it at the endpoint that leads there: kubectl config set-cluster "+
				"\"$(kubectl config view --minify --context %s --output jsonpath='{.clusters[0].name}')\" --server https://%s --tls-server-name %s", name, by.endpoint, cmp.Or(by.host, "<host of the API>")))
		}
		return append(steps, fmt.Sprintf("Use it: kubectl --context %s get namespaces; access entries of the cluster decide what you may do", name))
	}
	host, port, _ := strings.Cut(endpoint, ":")
	if by.endpoint != "" {
		// The endpoint has a public name too.
		return append(steps, fmt.Sprintf("Use the kubeconfig that your platform team gave you: kubectl --server https://%s:%s --tls-server-name %s get namespaces", by.endpoint, port, host))
	}
	return append(steps,
		"Check that the private name resolves to a private address through the tunnel: nslookup "+host,
		"Use the kubeconfig that your platform team gave you: kubectl --server https://"+endpoint+" get namespaces",
	)
}

// breakGlassSteps are what the holders of the break-glass role do while Cloudflare is out of reach.
func breakGlassSteps(region, component, role, document string) []string {
	return []string{
		fmt.Sprintf("Sign in as a break-glass principal with a second factor and take the role: aws sts assume-role --role-arn %s --role-session-name <your name> "+
			"--serial-number <your MFA device> --token-code <code>", role),
		fmt.Sprintf("Find a connector: aws ec2 describe-instances --region %s --filters Name=tag:%s,Values=%s Name=instance-state-name,Values=running "+
			"--query 'Reservations[].Instances[].InstanceId' --output text", region, connectorTag, component),
		fmt.Sprintf("Open a recorded session, of which the alarm topic is told: aws ssm start-session --region %s --target <instance id> --document-name %s", region, document),
	}
}
