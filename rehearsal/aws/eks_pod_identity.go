package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func podIdentityTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:eks/podIdentityAssociation:PodIdentityAssociation", Args: eks.PodIdentityAssociationArgs{}, State: eks.PodIdentityAssociation{},
		Kind: kindPodIdentity, Noun: "EKS Pod Identity Association",
		API:        eksAPI("CreatePodIdentityAssociation", "UpdatePodIdentityAssociation", "DescribePodIdentityAssociation", "DeletePodIdentityAssociation"),
		ID:         "a-{hex17}",
		Outputs:    map[string]any{"associationId": "{id}", "associationArn": "arn:{partition}:eks:{region}:{account}:podidentityassociation/{clusterName}/{id}"},
		ReplaceOn:  []string{"clusterName", "namespace", "serviceAccount"},
		References: []cloud.Reference{ofCluster},
		Unique: []cloud.Unique{{
			Properties: []string{"clusterName", "namespace", "serviceAccount"}, Code: "ResourceInUseException", Text: "Association already exists.", Status: 409,
		}},
		Create: settlePodIdentity, Update: settlePodIdentity,
	}}
}

func settlePodIdentity(c *cloud.Call) error {
	return roleFor(c, c.Object.Properties.String("roleArn"), "pods.eks.amazonaws.com")
}
