package aws

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// kubernetesVersions are those that EKS offers. Source: the release calendar in the EKS user guide, as of 2026.
var kubernetesVersions = []string{"1.31", "1.32", "1.33", "1.34", "1.35"}

const defaultKubernetesVersion = "1.34"

func clusterTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:eks/cluster:Cluster", Args: eks.ClusterArgs{}, State: eks.Cluster{}, Kind: kindCluster, Noun: "EKS Cluster",
		API:      eksAPI("CreateCluster", "UpdateClusterConfig", "DescribeCluster", "DeleteCluster"),
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 100},
		Defaults: map[string]any{"bootstrapSelfManagedAddons": true, "vpcConfig.endpointPrivateAccess": false, "vpcConfig.endpointPublicAccess": true},
		Outputs: map[string]any{
			"arn":      "arn:{partition}:eks:{region}:{account}:cluster/{name}",
			"endpoint": "https://{hex32}.gr7.{region}.eks.{dnsSuffix}", "createdAt": created, "platformVersion": "eks.9", "status": "ACTIVE", "clusterId": "",
			"certificateAuthority": map[string]any{"data": "{hex32:authority}"}, "certificateAuthorities": []any{map[string]any{"data": "{hex32:authority}"}},
			"identities": []any{map[string]any{"oidcs": []any{map[string]any{"issuer": "https://oidc.eks.{region}.{dnsSuffix}/id/{hex32}"}}}},
			"version":    defaultKubernetesVersion, "accessConfig": map[string]any{}, "kubernetesNetworkConfig": map[string]any{}, "upgradePolicy": map[string]any{},
		},
		Nested: []string{
			"vpcConfig.clusterSecurityGroupId", "vpcConfig.publicAccessCidrs", "vpcConfig.vpcId",
			"kubernetesNetworkConfig.elasticLoadBalancing", "kubernetesNetworkConfig.ipFamily", "kubernetesNetworkConfig.serviceIpv4Cidr",
			"kubernetesNetworkConfig.serviceIpv6Cidr", "accessConfig.authenticationMode", "accessConfig.bootstrapClusterCreatorAdminPermissions",
			"upgradePolicy.supportType",
		},
		Required: []string{"encryptionConfig.resources", "vpcConfig.subnetIds"},
		ReplaceOn: []string{
			"accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons", "kubernetesNetworkConfig.ipFamily",
			"kubernetesNetworkConfig.serviceIpv4Cidr", "name", "outpostConfig", "roleArn",
		},
		// Encryption can be added and cannot be taken away. Another key is taken for an update, and is none: see updateCluster.
		ReplaceIf: func(old, next cloud.Values) []string {
			if old.Has("encryptionConfig") && !next.Has("encryptionConfig") {
				return []string{"encryptionConfig"}
			}
			return nil
		},
		Sets: []string{"enabledClusterLogTypes", "vpcConfig.subnetIds", "vpcConfig.securityGroupIds", "vpcConfig.publicAccessCidrs", "encryptionConfig.resources"},
		Constraints: []cloud.Constraint{
			{Path: "name", Pattern: regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]*$`)}, {Path: "name", MinLen: 1, MaxLen: 100},
			{Path: "accessConfig.authenticationMode", OneOf: []string{"API", "API_AND_CONFIG_MAP", "CONFIG_MAP"}},
			{Path: "enabledClusterLogTypes[*]", OneOf: []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}},
			{Path: "encryptionConfig.resources[*]", OneOf: []string{"secrets"}}, {Path: "kubernetesNetworkConfig.ipFamily", OneOf: []string{"ipv4", "ipv6"}},
			{Path: "upgradePolicy.supportType", OneOf: []string{"EXTENDED", "STANDARD"}},
			{Path: "version", OneOf: kubernetesVersions, Code: "InvalidParameterException", Text: "unsupported Kubernetes version"},
		},
		References: []cloud.Reference{
			{Path: "vpcConfig.subnetIds[*]", Kind: kindSubnet, Code: "InvalidParameterException", Text: "The subnet ID '{value}' does not exist"},
			{Path: "vpcConfig.securityGroupIds[*]", Kind: kindSecurityGroup, Blocks: true, Code: "InvalidParameterException", Text: "The security group '{value}' does not exist"},
			{Path: "encryptionConfig.provider.keyArn", Kind: kindKey, By: []string{"arn"}, Code: "InvalidParameterException", Text: "The keyArn in encryptionConfig provider {value} is invalid"},
		},
		Unique:   []cloud.Unique{{Properties: []string{"name"}, Code: "ResourceInUseException", Text: "Cluster already exists with name: {value}", Status: 409}},
		InUse:    cloud.Refusal{Code: "ResourceInUseException", Text: "Cluster has nodegroups attached", Status: 409},
		NotFound: clusterMissing,
		Create:   createCluster, Update: updateCluster, Delete: makeClusterLogs,
	}}
}

// createCluster judges the cluster's network and makes what EKS makes beside it: network interfaces of the control plane, a
// security group of its own with every rule open, the log group where nobody made one, and the creator's access entry.
func createCluster(c *cloud.Call) error {
	p := c.Object.Properties
	if err := roleFor(c, p.String("roleArn"), "eks.amazonaws.com"); err != nil {
		return err
	}
	vpc, err := checkClusterNetwork(c)
	if err != nil {
		return err
	}
	fillClusterDefaults(c)
	group, err := c.Make("cluster-security-group", kindSecurityGroup, "sg-0{hex16}", cloud.Values{
		"name": "eks-cluster-sg-" + c.Object.ID, "vpcId": vpc, "description": "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
		"egress": []any{map[string]any{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": []any{"0.0.0.0/0"}}}, "ingress": []any{}, "tags": map[string]any{},
	})
	if err != nil {
		return err
	}
	network := p.Map("vpcConfig").Clone()
	network.Set("clusterSecurityGroupId", group.ID)
	network.Set("vpcId", vpc)
	p.Set("vpcConfig", network)
	if err := placeControlPlane(c); err != nil {
		return err
	}
	if err := makeClusterLogs(c); err != nil {
		return err
	}
	return admitCreator(c)
}

// checkClusterNetwork refuses subnets in one zone or of several VPCs, and a range of services that overlaps the VPC.
func checkClusterNetwork(c *cloud.Call) (string, error) {
	p := c.Object.Properties
	vpc, zones := "", map[string]bool{}
	for _, id := range p.Strings("vpcConfig.subnetIds") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return "", err
		}
		if found := subnet.Properties.String("vpcId"); vpc != "" && vpc != found {
			return "", eksInvalid(c, "Subnets specified must belong to the same VPC")
		} else {
			vpc = found
		}
		zones[subnet.Properties.String("availabilityZone")] = true
	}
	if len(zones) < 2 {
		return "", eksInvalid(c, "Subnets specified must be in at least two different AZs")
	}
	for _, id := range p.Strings("vpcConfig.securityGroupIds") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpc {
			return "", eksInvalid(c, "Security group(s) [%s] are not in the same VPC as the subnets.", id)
		}
	}
	if !p.Bool("vpcConfig.endpointPublicAccess") && !p.Bool("vpcConfig.endpointPrivateAccess") {
		return "", eksInvalid(c, "Private and public endpoint access cannot be false")
	}
	return vpc, checkServiceRange(c, vpc)
}

// checkServiceRange refuses a range of services that is malformed or overlaps a block of the VPC.
func checkServiceRange(c *cloud.Call, vpc string) error {
	text := c.Inputs.String("kubernetesNetworkConfig.serviceIpv4Cidr")
	if text == "" {
		return nil
	}
	services, err := netip.ParsePrefix(text)
	if err != nil || services.Bits() < 12 || services.Bits() > 24 {
		return eksInvalid(c, "The serviceIpv4Cidr %s is not a valid CIDR block between /24 and /12.", text)
	}
	for _, block := range slices.Concat(c.Find(kindVPC, func(o *cloud.Object) bool { return o.ID == vpc }), c.Find(kindVPCBlock, where("vpcId", vpc))) {
		if taken, err := netip.ParsePrefix(block.Properties.String("cidrBlock")); err == nil && taken.Overlaps(services) {
			return eksInvalid(c, "The specified Service CIDR %s overlaps with the CIDR block %s of the VPC.", services, taken)
		}
	}
	return nil
}

// fillClusterDefaults sets what EKS chooses for nested settings that the program leaves out.
func fillClusterDefaults(c *cloud.Call) {
	p := c.Object.Properties
	reached := []any{}
	if p.Bool("vpcConfig.endpointPublicAccess") {
		reached = []any{"0.0.0.0/0"}
	}
	for name, defaults := range map[string]map[string]any{
		"accessConfig": {"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": true},
		"kubernetesNetworkConfig": {
			"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16", "serviceIpv6Cidr": "", "elasticLoadBalancing": map[string]any{"enabled": false},
		},
		"upgradePolicy": {"supportType": "EXTENDED"},
		"vpcConfig":     {"publicAccessCidrs": reached},
	} {
		settings := p.Map(name).Clone()
		for key, value := range defaults {
			if !settings.Has(key) {
				settings.Set(key, value)
			}
		}
		p.Set(name, settings)
	}
}

// placeControlPlane puts a network interface of the control plane into each subnet.
func placeControlPlane(c *cloud.Call) error {
	for _, id := range c.Object.Properties.Strings("vpcConfig.subnetIds") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		card, err := makeInterface(c, c.Object, subnet, "Amazon EKS "+c.Object.ID, c.Object.Properties.Strings("vpcConfig.securityGroupIds"))
		if err != nil {
			return err
		}
		card.Properties.Set("interfaceType", "interface")
	}
	return nil
}

// makeClusterLogs makes the log group of a cluster that logs, where nobody made it: without a key, for ever, and not removed
// with the cluster. A group that is deleted before the cluster is made again, because the cluster logs until its end.
func makeClusterLogs(c *cloud.Call) error {
	name := "/aws/eks/" + c.Object.ID + "/cluster"
	if _, exists := c.Get(kindLogGroup, name); exists || len(c.Object.Properties.Strings("enabledClusterLogTypes")) == 0 {
		return nil
	}
	// Nobody asked for it and nobody removes it, so it counts as left behind.
	c.Leave(kindLogGroup, name, cloud.Values{"name": name, "retentionInDays": 0}).Remains = false
	return nil
}

// admitCreator makes whoever deploys an administrator of the cluster, unless the program says otherwise.
func admitCreator(c *cloud.Call) error {
	if !c.Object.Properties.Bool("accessConfig.bootstrapClusterCreatorAdminPermissions") {
		return nil
	}
	creator := fmt.Sprintf("arn:%s:iam::%s:role/%s", c.Account.Partition, c.Account.ID, callerRole)
	_, err := c.Make("creator", kindAccessEntry, cloud.Format(c.Object.ID+":"+creator), cloud.Values{
		"clusterName": c.Object.ID, "principalArn": creator, "type": "STANDARD",
	})
	return err
}

func updateCluster(c *cloud.Call) error {
	p := c.Object.Properties
	from, to := minorVersion(c.Old.String("version")), minorVersion(p.String("version"))
	if from > 0 && (to < from || to > from+1) {
		return eksInvalid(c, "Unsupported Kubernetes minor version update from %s to %s", c.Old.String("version"), p.String("version"))
	}
	if slices.Contains([]string{"API", "API_AND_CONFIG_MAP"}, c.Old.String("accessConfig.authenticationMode")) && p.String("accessConfig.authenticationMode") == "CONFIG_MAP" {
		return eksInvalid(c, "Unsupported authentication mode update from %s to CONFIG_MAP", c.Old.String("accessConfig.authenticationMode"))
	}
	if before := c.Old.Map("encryptionConfig"); before != nil && p.Has("encryptionConfig") {
		p.Set("encryptionConfig", before) // The provider calls nothing: EKS has no operation that changes the key.
	}
	vpc, err := checkClusterNetwork(c)
	if err != nil {
		return err
	}
	if before, now := zonesOfSubnets(c, c.Old), zonesOfSubnets(c, p); before != now {
		return eksInvalid(c, "Provided subnets belong to the AZs '%s'. But they should belong to the exact set of AZs '%s' in which subnets were provided during cluster creation.", now, before)
	}
	fillClusterDefaults(c)
	network := p.Map("vpcConfig").Clone()
	network.Set("vpcId", vpc)
	for _, group := range c.Find(kindSecurityGroup, where("vpcId", vpc)) {
		if strings.HasPrefix(group.Properties.String("name"), "eks-cluster-sg-"+c.Object.ID) {
			network.Set("clusterSecurityGroupId", group.ID)
		}
	}
	p.Set("vpcConfig", network)
	return nil
}

// zonesOfSubnets are the zones of a cluster's subnets, sorted and joined.
func zonesOfSubnets(c *cloud.Call, cluster cloud.Values) string {
	var zones []string
	for _, id := range cluster.Strings("vpcConfig.subnetIds") {
		if subnet, ok := c.Get(kindSubnet, id); ok {
			zones = append(zones, subnet.Properties.String("availabilityZone"))
		}
	}
	slices.Sort(zones)
	return strings.Join(slices.Compact(zones), ",")
}
