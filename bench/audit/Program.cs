using Haechi.Bench.Audit;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Help);
    return 0;
}
if (args is ["one", _, _, _, _])
{
    return Ours.Run(args[1], args[2], int.Parse(args[3], null), int.Parse(args[4], null));
}
var (options, wrong) = Options.Read(args);
if (options is null)
{
    Console.Error.WriteLine(wrong);
    return 2;
}
return new Bench(options, Console.Out).Run();
