package catalog

// Services for building and delivering software.
const (
	// CodeArtifactAPI is AWS CodeArtifact API.
	CodeArtifactAPI Service = "codeartifact.api"
	// CodeArtifactRepositories is AWS CodeArtifact repositories.
	CodeArtifactRepositories Service = "codeartifact.repositories"
	// CodeBuild is AWS CodeBuild.
	CodeBuild Service = "codebuild"
	// CodeCommit is AWS CodeCommit API.
	CodeCommit Service = "codecommit"
	// GitCodeCommit is AWS CodeCommit repositories.
	GitCodeCommit Service = "git-codecommit"
	// CodeConnections is AWS CodeConnections.
	CodeConnections Service = "codeconnections.api"
	// CodeDeploy is AWS CodeDeploy.
	CodeDeploy Service = "codedeploy"
	// CodeDeployCommands is AWS CodeDeploy agent commands.
	CodeDeployCommands Service = "codedeploy-commands-secure"
	// CodePipeline is AWS CodePipeline.
	CodePipeline Service = "codepipeline"
	// CodeGuruProfiler is Amazon CodeGuru Profiler.
	CodeGuruProfiler Service = "codeguru-profiler"
	// AppConfig is AWS AppConfig.
	AppConfig Service = "appconfig"
	// AppConfigData is AWS AppConfig data.
	AppConfigData Service = "appconfigdata"
)

var delivery = []Entry{
	{Service: CodeArtifactAPI, Title: "AWS CodeArtifact API", DNS: []string{"codeartifact.{region}.{suffix}"}},
	{Service: CodeArtifactRepositories, Title: "AWS CodeArtifact repositories", DNS: []string{"d.codeartifact.{region}.{suffix}", "*.d.codeartifact.{region}.{suffix}"}},
	{Service: CodeBuild, Title: "AWS CodeBuild"},
	{Service: CodeCommit, Title: "AWS CodeCommit API"},
	{Service: GitCodeCommit, Title: "AWS CodeCommit repositories", IAM: []string{"codecommit"}},
	{Service: CodeConnections, Title: "AWS CodeConnections", DNS: []string{"codeconnections.{region}.{suffix}"}},
	{Service: CodeDeploy, Title: "AWS CodeDeploy"},
	{Service: CodeDeployCommands, Title: "AWS CodeDeploy agent commands"},
	{Service: CodePipeline, Title: "AWS CodePipeline"},
	{Service: CodeGuruProfiler, Title: "Amazon CodeGuru Profiler"},
	{Service: AppConfig, Title: "AWS AppConfig"},
	{Service: AppConfigData, Title: "AWS AppConfig data", IAM: []string{"appconfig"}},
}
