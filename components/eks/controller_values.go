package eks

// The values of this file are those of each controller's own Helm chart, set for a VPC without a way to the internet: no call
// to a service that has no endpoint, no question to the instance metadata, which pods cannot reach, and images from
// the private registry.

// regionalSts makes SDKs that still default to the global STS name use the endpoint of the Region.
var regionalSts = map[string]any{"name": "AWS_STS_REGIONAL_ENDPOINTS", "value": "regional"}

// region tells SDKs the Region, which they would ask the instance metadata for.
func region(c controllerScope) map[string]any {
	return map[string]any{"name": "AWS_REGION", "value": c.region.Name}
}

func account(c controllerScope) map[string]any {
	return map[string]any{"create": true, "name": c.serviceAccount}
}

func image(c controllerScope) map[string]any {
	return map[string]any{"repository": c.imageRepository, "tag": c.imageTag}
}

// loadBalancerValues switch off Shield and both generations of WAF, for whose APIs the controller would wait in vain.
func loadBalancerValues(c controllerScope) map[string]any {
	return map[string]any{
		"clusterName": c.cluster, "region": c.region.Name, "vpcId": c.vpcID, "enableShield": false, "enableWaf": false, "enableWafv2": false,
		"defaultTargetType": "ip", "image": image(c), "serviceAccount": account(c),
		// Ingresses of the chart's class get internal load balancers, whatever their annotations say.
		"ingressClassParams": map[string]any{"create": true, "spec": map[string]any{"scheme": "internal"}},
	}
}

// autoscalerValues take the list of instance types that is built in, because the one of the pricing service is out of reach.
func autoscalerValues(c controllerScope) map[string]any {
	return map[string]any{
		"cloudProvider": "aws", "awsRegion": c.region.Name, "autoDiscovery": map[string]any{"clusterName": c.cluster},
		"extraArgs": map[string]any{"aws-use-static-instance-list": true}, "extraEnv": map[string]any{"AWS_STS_REGIONAL_ENDPOINTS": "regional"},
		"image": image(c), "rbac": map[string]any{"serviceAccount": account(c)},
	}
}

// karpenterValues switch its isolated mode on. The EC2NodeClass has to name instanceProfile in place of role, because IAM is
// out of reach.
func karpenterValues(c controllerScope) map[string]any {
	return map[string]any{
		"settings":       map[string]any{"clusterName": c.cluster, "clusterEndpoint": c.endpoint, "isolatedVPC": true},
		"controller":     map[string]any{"image": map[string]any{"repository": c.imageRepository, "tag": c.imageTag, "digest": ""}, "env": []any{region(c), regionalSts}},
		"serviceAccount": account(c),
	}
}

func secretsValues(c controllerScope) map[string]any {
	webhook := map[string]any{"image": image(c)}
	return map[string]any{
		"image": image(c), "webhook": webhook, "certController": map[string]any{"image": image(c)}, "serviceAccount": account(c),
		"extraEnv": []any{region(c), regionalSts},
	}
}
