package eks

import (
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// controllerSpec is what the component knows of a controller.
type controllerSpec struct {
	name                      Controller
	namespace, serviceAccount string
	capability                capability.Capability
	// webhookPort is where the control plane calls its pods; zero where it does not.
	webhookPort int
	// usesDataKey says that it launches nodes, whose volumes the data key encrypts.
	usesDataKey bool
	// policy is what its role may do.
	policy func(controllerScope) iamdoc.Document
	// values are the values of its Helm chart.
	values func(controllerScope) map[string]any
}

// controllerScope is what a controller's policy and values depend on.
type controllerScope struct {
	place
	vpcID, endpoint, nodeRoleArn string
	controllerPlan
}

// controllerTable lists the controllers.
var controllerTable = []controllerSpec{
	{
		name: LoadBalancerController, namespace: "kube-system", serviceAccount: "aws-load-balancer-controller",
		capability: capability.LoadBalancerController, webhookPort: 9443, policy: loadBalancerPolicy, values: loadBalancerValues,
	},
	{
		name: ClusterAutoscaler, namespace: "kube-system", serviceAccount: "cluster-autoscaler",
		capability: capability.ClusterAutoscaler, policy: autoscalerPolicy, values: autoscalerValues,
	},
	{
		name: Karpenter, namespace: "kube-system", serviceAccount: "karpenter", usesDataKey: true,
		capability: capability.Karpenter, policy: karpenterPolicy, values: karpenterValues,
	},
	{
		name: ExternalSecrets, namespace: "external-secrets", serviceAccount: "external-secrets",
		capability: capability.SecretsManager, webhookPort: 10250, policy: secretsPolicy, values: secretsValues,
	},
}

// Controllers lists the controllers that the component can prepare for.
func Controllers() []Controller {
	var names []Controller
	for _, spec := range controllerTable {
		names = append(names, spec.name)
	}
	return names
}
