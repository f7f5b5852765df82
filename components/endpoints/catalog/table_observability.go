package catalog

// Services for logs, metrics, traces and events.
const (
	// Logs is Amazon CloudWatch Logs.
	Logs Service = "logs"
	// Monitoring is Amazon CloudWatch.
	Monitoring Service = "monitoring"
	// XRay is AWS X-Ray.
	XRay Service = "xray"
	// ApplicationSignals is CloudWatch Application Signals.
	ApplicationSignals Service = "application-signals"
	// ApplicationInsights is CloudWatch Application Insights.
	ApplicationInsights Service = "applicationinsights"
	// Synthetics is CloudWatch Synthetics.
	Synthetics Service = "synthetics"
	// RUM is CloudWatch RUM.
	RUM Service = "rum"
	// RUMDataplane is CloudWatch RUM data plane.
	RUMDataplane Service = "rum-dataplane"
	// InternetMonitor is CloudWatch Internet Monitor.
	InternetMonitor Service = "internetmonitor"
	// NetworkMonitor is CloudWatch Network Monitor.
	NetworkMonitor Service = "networkmonitor"
	// NetworkFlowMonitor is CloudWatch Network Flow Monitor.
	NetworkFlowMonitor Service = "networkflowmonitor"
	// ObservabilityAccess is CloudWatch Observability Access Manager.
	ObservabilityAccess Service = "oam"
	// ObservabilityAdmin is CloudWatch Observability Admin.
	ObservabilityAdmin Service = "observabilityadmin"
	// Prometheus is Amazon Managed Service for Prometheus API.
	Prometheus Service = "aps"
	// PrometheusWorkspaces is Amazon Managed Service for Prometheus workspaces.
	PrometheusWorkspaces Service = "aps-workspaces"
	// Grafana is Amazon Managed Grafana API.
	Grafana Service = "grafana"
	// GrafanaWorkspace is Amazon Managed Grafana workspaces.
	GrafanaWorkspace Service = "grafana-workspace"
	// DevOpsGuru is Amazon DevOps Guru.
	DevOpsGuru Service = "devops-guru"
)

var observability = []Entry{
	{Service: Logs, Title: "Amazon CloudWatch Logs"},
	{Service: Monitoring, Title: "Amazon CloudWatch", IAM: []string{"cloudwatch"}},
	{Service: XRay, Title: "AWS X-Ray"},
	{Service: ApplicationSignals, Title: "CloudWatch Application Signals"},
	{Service: ApplicationInsights, Title: "CloudWatch Application Insights"},
	{Service: Synthetics, Title: "CloudWatch Synthetics"},
	{Service: RUM, Title: "CloudWatch RUM"},
	{Service: RUMDataplane, Title: "CloudWatch RUM data plane", IAM: []string{"rum"}, DNS: []string{"dataplane.rum.{region}.{suffix}"}},
	{Service: InternetMonitor, Title: "CloudWatch Internet Monitor"},
	{Service: NetworkMonitor, Title: "CloudWatch Network Monitor"},
	{Service: NetworkFlowMonitor, Title: "CloudWatch Network Flow Monitor"},
	{Service: ObservabilityAccess, Title: "CloudWatch Observability Access Manager"},
	{Service: ObservabilityAdmin, Title: "CloudWatch Observability Admin"},
	{Service: Prometheus, Title: "Amazon Managed Service for Prometheus API"},
	{Service: PrometheusWorkspaces, Title: "Amazon Managed Service for Prometheus workspaces", IAM: []string{"aps"}},
	{Service: Grafana, Title: "Amazon Managed Grafana API"},
	{Service: GrafanaWorkspace, Title: "Amazon Managed Grafana workspaces", IAM: []string{"grafana"}, DNS: []string{"*.grafana-workspace.{region}.{suffix}"}},
	{Service: DevOpsGuru, Title: "Amazon DevOps Guru"},
}
