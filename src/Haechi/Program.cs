using System.Globalization;
using Haechi;

var language = Language.Choose(args);
CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Tag);
Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return Root.Run(args, language, Console.Out, Console.Error);
