package catalog

// Services for registries, Kubernetes and the scaling of nodes.
const (
	// EC2 is Amazon EC2.
	EC2 Service = "ec2"
	// EBS is EBS direct APIs.
	EBS Service = "ebs"
	// ECRAPI is Amazon ECR API.
	ECRAPI Service = "ecr.api"
	// ECRDkr is Amazon ECR registry.
	ECRDkr Service = "ecr.dkr"
	// ECS is Amazon ECS.
	ECS Service = "ecs"
	// ECSAgent is Amazon ECS agent.
	ECSAgent Service = "ecs-agent"
	// ECSTelemetry is Amazon ECS telemetry.
	ECSTelemetry Service = "ecs-telemetry"
	// EKS is Amazon EKS API.
	EKS Service = "eks"
	// EKSAuth is EKS Pod Identity.
	EKSAuth Service = "eks-auth"
	// EKSFips is Amazon EKS API, FIPS.
	EKSFips Service = "eks-fips"
	// EKSProxy is Amazon EKS proxy.
	EKSProxy Service = "eks-proxy"
	// OIDCEKS is EKS OIDC discovery.
	OIDCEKS Service = "oidc-eks"
	// AutoScaling is EC2 Auto Scaling.
	AutoScaling Service = "autoscaling"
	// AutoScalingPlans is AWS Auto Scaling plans.
	AutoScalingPlans Service = "autoscaling-plans"
	// ApplicationAutoScaling is Application Auto Scaling.
	ApplicationAutoScaling Service = "application-autoscaling"
	// ElasticLoadBalancing is Elastic Load Balancing.
	ElasticLoadBalancing Service = "elasticloadbalancing"
	// Batch is AWS Batch.
	Batch Service = "batch"
	// AppMesh is AWS App Mesh.
	AppMesh Service = "appmesh"
	// AppMeshEnvoy is AWS App Mesh, Envoy management.
	AppMeshEnvoy Service = "appmesh-envoy-management"
	// AppRunner is AWS App Runner.
	AppRunner Service = "apprunner"
	// ImageBuilder is EC2 Image Builder.
	ImageBuilder Service = "imagebuilder"
	// EMRContainers is Amazon EMR on EKS.
	EMRContainers Service = "emr-containers"
	// RefactorSpaces is AWS Migration Hub Refactor Spaces.
	RefactorSpaces Service = "refactor-spaces"
)

var containers = []Entry{
	{Service: EC2, Title: "Amazon EC2"},
	{Service: EBS, Title: "EBS direct APIs"},
	{Service: ECRAPI, Title: "Amazon ECR API"},
	{Service: ECRDkr, Title: "Amazon ECR registry", DNS: []string{"dkr.ecr.{region}.{suffix}", "*.dkr.ecr.{region}.{suffix}"}},
	{Service: ECS, Title: "Amazon ECS"},
	{Service: ECSAgent, Title: "Amazon ECS agent", IAM: []string{"ecs"}, DNS: []string{"ecs-a.{region}.{suffix}"}},
	{Service: ECSTelemetry, Title: "Amazon ECS telemetry", IAM: []string{"ecs"}, DNS: []string{"ecs-t.{region}.{suffix}"}},
	{Service: EKS, Title: "Amazon EKS API", Note: "its private DNS also answers for oidc.eks, so that OIDC discovery in the VPC needs oidc-eks beside it", Missing: eksMissing, Workaround: "describe the cluster at deploy time and pass its endpoint and certificate to the workload"},
	{Service: EKSAuth, Title: "EKS Pod Identity", DNS: []string{"eks-auth.{region}.{dual}"}},
	{Service: EKSFips, Title: "Amazon EKS API, FIPS", IAM: []string{"eks"}, DNS: []string{"fips.eks.{region}.{suffix}"}, Missing: eksMissing, Workaround: "use eks where FIPS is not required"},
	{Service: EKSProxy, Title: "Amazon EKS proxy", IAM: []string{"eks"}},
	{Service: OIDCEKS, Title: "EKS OIDC discovery", NoPolicy: true, DNS: []string{"oidc.eks.{region}.{suffix}", "oidc-eks.{region}.{dual}"}},
	{Service: AutoScaling, Title: "EC2 Auto Scaling"},
	{Service: AutoScalingPlans, Title: "AWS Auto Scaling plans"},
	{Service: ApplicationAutoScaling, Title: "Application Auto Scaling"},
	{Service: ElasticLoadBalancing, Title: "Elastic Load Balancing"},
	{Service: Batch, Title: "AWS Batch"},
	{Service: AppMesh, Title: "AWS App Mesh"},
	{Service: AppMeshEnvoy, Title: "AWS App Mesh, Envoy management", IAM: []string{"appmesh"}, NoPolicy: true},
	{Service: AppRunner, Title: "AWS App Runner"},
	{Service: ImageBuilder, Title: "EC2 Image Builder"},
	{Service: EMRContainers, Title: "Amazon EMR on EKS"},
	{Service: RefactorSpaces, Title: "AWS Migration Hub Refactor Spaces"},
}
